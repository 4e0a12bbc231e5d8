package dev.livecallback.shadow;

import dev.livecallback.volcengine.Scope;
import java.util.Map;

/**
 * What a cloud is like where the documents leave it open (contract 3.2 to 3.4).
 *
 * @param hidesKeys whether reads show no authentication key
 * @param wildcardDeletes whether a delete without app takes the app-level records along
 * @param oneRecord whether a domain's record is the app-less one of its vhost
 * @param listsDomains how a vhost's read shows the records of its domains
 * @param vhosts the vhost of each domain; one that isn't named here has records of its own alone
 */
public record CloudBehaviour(
    boolean hidesKeys,
    boolean wildcardDeletes,
    boolean oneRecord,
    DomainListing listsDomains,
    Map<Scope, Scope> vhosts) {

  /** How a read of a vhost shows its domains' records. */
  public enum DomainListing {
    /** It doesn't. */
    NOT,
    /** With the domain's name. */
    NAMED,
    /** As if they were the vhost's own. */
    UNNAMED
  }

  /** Takes a copy. */
  public CloudBehaviour {
    vhosts = Map.copyOf(vhosts);
  }
}
