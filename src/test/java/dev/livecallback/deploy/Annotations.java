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
              "Read and judge now; on an account, all of its vhosts and domains."
                  + " `status.lastHandledReconcileAt` echoes the value when this is done."),
          new Row(
              WellKnown.ALLOW_DRIFT_UNTIL,
              BOTH,
              "an instant (RFC 3339), at most 7 days ahead",
              "Until then outside changes are left, as under `managementPolicy:"
                  + " ApplyOnChange`. An object's own annotation overrides its account's. An"
                  + " unreadable value holds corrections too, and warns."),
          new Row(
              WellKnown.CONFIRM_DELETE,
              BOTH,
              "the token in the message of the blocked delete",
              "Lets a blocked delete continue, though it may remove the records that its"
                  + " message names, and no others. Set it on the deleted object. For the record"
                  + " of another namespace's object, set it on that object, or on the account"
                  + " that it uses."),
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
                  + " another cloud account."));

  private record Row(String name, String on, String value, String effect) {}

  private Annotations() {}

  static String text() {
    return """

        ## Annotations
        Annotations ask for one-off actions.
        GitOps tools leave them alone; Flux does so [only with `--field-manager`](flux.md#annotations).
        [policies.md](policies.md#the-annotations) and [accounts.md](accounts.md#annotations) have more.

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
        | `%s` | LiveCallback | its records are removed or released |
        | `%s` | LiveAccount | no object has records through it |

        If the operator is gone, nobody removes finalizers: [uninstall.md](uninstall.md#the-operator-is-gone-and-objects-hang).
        """
            .formatted(WellKnown.FINALIZER, WellKnown.ACCOUNT_FINALIZER);
  }
}
