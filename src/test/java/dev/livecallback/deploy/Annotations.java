package dev.livecallback.deploy;

import dev.livecallback.api.WellKnown;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code docs/api.md} says of annotations and finalizers. */
final class Annotations {
  private static final String BOTH = "LiveCallback, LiveAccount";

  private static final List<Row> ROWS =
      List.of(
          new Row(
              WellKnown.PAUSED,
              BOTH,
              "any; `\"false\"` doesn't pause",
              "Hands off: no calls at all for the object, or through the account; deletions wait"
                  + " too."),
          new Row(
              WellKnown.RECONCILE_REQUESTED_AT,
              BOTH,
              "any; a new one asks again",
              "Read and judge now; of an account all of its vhosts and domains."
                  + " `status.lastHandledReconcileAt` echoes the value when that is done."),
          new Row(
              WellKnown.ALLOW_DRIFT_UNTIL,
              BOTH,
              "an instant (RFC 3339), at most 7 days ahead",
              "Until then outside changes are left, as under `managementPolicy: ApplyOnChange`. An"
                  + " object's own goes before its account's. One that can't be read holds"
                  + " corrections too, and warns."),
          new Row(
              WellKnown.CONFIRM_DELETE,
              BOTH,
              "the token in the message of the blocked delete",
              "Lets a blocked delete go on, though the records that its message names may be lost;"
                  + " no others. It goes on the deleted object; for the record of another"
                  + " namespace's object on that one, or on the account that it uses."),
          new Row(
              WellKnown.RELEASE_DELETES_UNTIL,
              "LiveAccount",
              "an instant (RFC 3339), at most 7 days ahead",
              "Until then `spec.deleteLimit` holds nothing."),
          new Row(
              WellKnown.CONFIRM_ACCOUNT,
              "LiveAccount",
              "the number of a cloud account",
              "The credentials may lead to this cloud account, though records were written in"
                  + " another one."));

  private record Row(String name, String on, String value, String effect) {}

  private Annotations() {}

  static String text() {
    return """

        ## Annotations
        Annotations are verbs: they ask for something for the moment, and GitOps tools leave them alone; Flux [only with `--field-manager`](flux.md#annotations). [policies.md](policies.md#the-annotations) and [accounts.md](accounts.md#annotations) have more.

        | annotation | on | value | effect |
        | --- | --- | --- | --- |
        """
        + ROWS.stream()
            .map(
                row ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(row.name(), row.on(), row.value(), row.effect()))
            .collect(Collectors.joining())
        + """

        ## Finalizers
        | finalizer | on | holds the object until |
        | --- | --- | --- |
        | `%s` | LiveCallback | its records are removed, or let go |
        | `%s` | LiveAccount | no object has records through it |

        With the operator gone nobody takes them off: [uninstall.md](uninstall.md#the-operator-is-gone-and-objects-hang).
        """
            .formatted(WellKnown.FINALIZER, WellKnown.ACCOUNT_FINALIZER);
  }
}
