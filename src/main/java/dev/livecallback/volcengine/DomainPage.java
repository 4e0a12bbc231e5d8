package dev.livecallback.volcengine;

import java.util.List;

/**
 * One page of the account's domains.
 *
 * @param total how many there are on all pages
 * @param domains those of this page
 */
public record DomainPage(int total, List<DomainDetail> domains) {

  /** Takes a copy. */
  public DomainPage {
    domains = List.copyOf(domains);
  }
}
