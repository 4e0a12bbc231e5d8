package dev.livecallback.cli.export;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report of an export on standard error, besides its objects. */
final class ExportReport {
  private final ExportForm form;
  private final @Nullable Path folder;
  private final boolean withSecrets;

  /**
   * @param folder the folder with the objects; null = they were written to standard output
   * @param withSecrets whether the keys were written too
   */
  ExportReport(ExportForm form, @Nullable Path folder, boolean withSecrets) {
    this.form = form;
    this.folder = folder;
    this.withSecrets = withSecrets;
  }

  /**
   * Writes the report: what to do first, what was left out, and at the end one line with the
   * counts.
   */
  void tell(ExportResult result, PrintWriter err) {
    secrets(result.objects(), err);
    result.objects().stream()
        .filter(object -> object.caution() != null)
        .forEach(
            object ->
                err.println(
                    "Observed: " + object.name() + " (" + object.key() + "): " + object.caution()));
    result.leftOut().forEach(each -> err.println("Left out: " + each));
    result.unread().forEach(each -> err.println("Not read: " + each));
    err.println(last(result));
    err.flush();
  }

  private void secrets(List<ExportedObject> objects, PrintWriter err) {
    boolean written = withSecrets && objects.stream().anyMatch(each -> each.authKey() != null);
    if (written) {
      err.println(
          "Keys were written. Have them created before anything else: kubectl apply -f "
              + quoted(secretsFolder()));
    }
    for (ExportedObject object : objects) {
      boolean missing = !withSecrets || object.authKey() == null;
      if (missing) {
        object
            .secret()
            .ifPresent(
                name ->
                    err.println(
                        "Missing: Secret "
                            + name
                            + " with the key for "
                            + object.key()
                            + ". Create it: "
                            + form.kubectl()
                            + " create secret generic "
                            + name
                            + " --from-literal="
                            + RecordExporter.SECRET_KEY
                            + "=KEY"));
      }
    }
  }

  private String last(ExportResult result) {
    String unread =
        result.unread().isEmpty()
            ? ""
            : " "
                + count(result.unread().size(), "vhost or domain", "vhosts and domains")
                + " not read.";
    String counts =
        "%s: %s, %d left out.%s"
            .formatted(
                count(result.records(), "record", "records"),
                count(result.objects().size(), "object", "objects"),
                result.leftOut().size(),
                unread);
    return result.objects().isEmpty()
        ? counts + " There is nothing to apply."
        : "%s Next: %s, then %s wait livecallbacks --all --for=condition=Ready --timeout=5m"
            .formatted(counts, apply(), form.kubectl());
  }

  private static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  private String apply() {
    return folder == null
        ? form.kubectl() + " apply -f FILE with what was printed"
        : form.kubectl() + " apply -k " + quoted(folder.toString());
  }

  private String secretsFolder() {
    return String.valueOf(folder == null ? null : folder.resolve(ExportFolder.SECRETS));
  }

  /** Quotes a path for a shell. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./~-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
