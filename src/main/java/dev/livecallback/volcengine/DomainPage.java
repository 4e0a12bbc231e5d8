package dev.livecallback.volcengine;

import java.util.List;

/**
 * A page of the account's domains.
 *
 * @param total the number of domains on all pages
 * @param domains the domains of this page
 */
public record DomainPage(int total, List<DomainDetail> domains) {

  /** Takes a copy. */
  public DomainPage {
    domains = List.copyOf(domains);
  }
}
