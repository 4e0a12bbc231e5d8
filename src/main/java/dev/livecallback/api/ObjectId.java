package dev.livecallback.api;

/**
 * Which Kubernetes object: two objects that bear one name after another differ in uid.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid its uid
 */
public record ObjectId(String namespace, String name, String uid) {

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
