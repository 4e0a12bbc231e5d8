package dev.livecallback.shadow;

import dev.livecallback.volcengine.Scope;
import java.util.Map;

/**
 * The behaviour of a cloud where the documents leave it open (contract 3.2 to 3.4).
 *
 * @param hidesKeys whether reads show no authentication key
 * @param wildcardDeletes whether a delete without app takes the app-level records along
 * @param oneRecord whether a domain's record is the app-less one of its vhost
 * @param listsDomains the way in which a vhost's read shows the records of its domains
 * @param vhosts the vhost of each domain; a domain that isn't in the map has only records of its
 *     own
 */
public record CloudBehaviour(
    boolean hidesKeys,
    boolean wildcardDeletes,
    boolean oneRecord,
    DomainListing listsDomains,
    Map<Scope, Scope> vhosts) {

  /** The way in which a read of a vhost shows its domains' records. */
  public enum DomainListing {
    /** The read doesn't show them. */
    NOT,
    /** The read shows them with the domain's name. */
    NAMED,
    /** The read shows them as if they were the vhost's own. */
    UNNAMED
  }

  /** Takes a copy. */
  public CloudBehaviour {
    vhosts = Map.copyOf(vhosts);
  }
}
