package dev.livecallback.volcengine;

/**
 * A domain of the account, as ListDomainDetail shows it (contract 6.5).
 *
 * @param vhost the domain namespace that it belongs to, or ""
 * @param domain the domain's name
 * @param type {@code push} or {@code pull-flv}
 * @param status 0 = normal; 1 under review, 2 disabled, 3 deleted, 4 rejected, 5 suspended for
 *     arrears, 6 banned for want of an ICP filing
 */
public record DomainDetail(String vhost, String domain, String type, int status) {

  /** Returns whether streams are pushed to the domain, so that a callback can be set for it. */
  public boolean isPush() {
    return type.equals("push");
  }

  /**
   * Returns whether the domain was deleted. The list keeps such a domain, and its name may be added
   * again.
   */
  public boolean isDeleted() {
    return status == 3;
  }
}
