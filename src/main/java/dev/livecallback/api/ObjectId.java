package dev.livecallback.api;

/**
 * The identity of a Kubernetes object. Two objects that bear one name after another differ in uid.
 *
 * @param namespace the object's namespace
 * @param name the object's name
 * @param uid the object's uid
 */
public record ObjectId(String namespace, String name, String uid) {

  /** Returns {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
