package dev.livecallback.api;

/** The command by which a person puts an annotation on an object, or takes it off. */
public final class AnnotateCommand {
  /**
   * Under whose name the annotation is set. Flux takes off, at its next reconcile, what a field
   * manager has set whose name begins with {@code kubectl}, as that of kubectl itself does.
   */
  static final String FIELD_MANAGER = "--field-manager=livecallback ";

  private AnnotateCommand() {}

  /**
   * Puts it on, in place of the one that is there.
   *
   * @param kind such as {@code liveaccount}
   * @param annotation {@code name=value}, as a shell is to read it
   */
  public static String set(String kind, String namespace, String name, String annotation) {
    return command(kind, namespace, name) + "--overwrite " + FIELD_MANAGER + annotation;
  }

  /**
   * Takes it off.
   *
   * @param kind such as {@code liveaccount}
   */
  public static String remove(String kind, String namespace, String name, String annotation) {
    return command(kind, namespace, name) + FIELD_MANAGER + annotation + "-";
  }

  private static String command(String kind, String namespace, String name) {
    return "kubectl -n " + namespace + " annotate " + kind + " " + name + " ";
  }
}
