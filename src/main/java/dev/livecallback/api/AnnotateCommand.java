package dev.livecallback.api;

/** The command by which a person puts an annotation on an object, or takes it off. */
public final class AnnotateCommand {
  /**
   * The option that sets the name of the field manager. At its next reconcile, Flux removes the
   * fields of each field manager whose name begins with {@code kubectl}, like kubectl's own.
   */
  static final String FIELD_MANAGER = "--field-manager=livecallback ";

  private AnnotateCommand() {}

  /**
   * Returns the command that puts an annotation on an object, in place of the present one.
   *
   * @param kind the object's kind, such as {@code liveaccount}
   * @param annotation the annotation as {@code name=value}, as a shell is to read it
   */
  public static String set(String kind, String namespace, String name, String annotation) {
    return command(kind, namespace, name) + "--overwrite " + FIELD_MANAGER + annotation;
  }

  /**
   * Returns the command that takes an annotation off an object.
   *
   * @param kind the object's kind, such as {@code liveaccount}
   */
  public static String remove(String kind, String namespace, String name, String annotation) {
    return command(kind, namespace, name) + FIELD_MANAGER + annotation + "-";
  }

  private static String command(String kind, String namespace, String name) {
    return "kubectl -n " + namespace + " annotate " + kind + " " + name + " ";
  }
}
