package dev.livecallback.cli.status;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ObservedRecord;
import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.engine.objects.AuthKeys;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Difference;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading an object's record in the cloud now.
 *
 * @param observation the observation
 * @param difference the difference from the object; null = the record couldn't be read
 * @param caution what the difference doesn't show, or why the record couldn't be read; null = the
 *     difference is complete
 */
record RecordReading(
    Observation observation, @Nullable Difference difference, @Nullable String caution) {

  /**
   * Makes one DescribeCallback, and compares the record with the object. The authentication key is
   * compared if the person may read the object's Secret.
   */
  static RecordReading of(
      LiveCallback object, CallbackKey key, PacedCalls calls, ClusterReader reader)
      throws CommandFailedException, InterruptedException {
    return switch (calls.describe(Listing.of(key))) {
      case Answer.Failed<List<CallbackRecord>>(Failure failure) ->
          new RecordReading(new Observation.Unread(), null, PacedCalls.sentence(failure));
      case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> records, _) ->
          of(object, observation(key, records), authentication(object, reader));
    };
  }

  private static RecordReading of(
      LiveCallback object, Observation observation, Optional<Authentication> known) {
    Optional<String> unsupported = UnsupportedValues.of(object);
    Difference difference =
        Difference.between(
            Desired.content(object.getSpec(), known.orElse(new Authentication.Hidden())),
            observation);
    return new RecordReading(
        observation,
        difference,
        unsupported.isPresent()
            ? unsupported.get() + ", which this version doesn't know."
            : known.isPresent()
                ? null
                : "The key isn't compared: its Secret can't be read, or holds none.");
  }

  private static Observation observation(CallbackKey key, List<CallbackRecord> records) {
    List<CallbackContent> matching =
        records.stream().filter(each -> each.matches(key)).map(CallbackRecord::content).toList();
    return switch (matching.size()) {
      case 0 -> new Observation.Absent(Instant.MIN, Instant.MIN);
      case 1 -> new Observation.Present(matching.getFirst(), Instant.MIN, Instant.MIN);
      default -> new Observation.Several(matching, Instant.MIN, Instant.MIN);
    };
  }

  /**
   * Returns the authentication that the object asks for; empty = callbacks are to be signed, and
   * the key can't be read.
   */
  private static Optional<Authentication> authentication(LiveCallback object, ClusterReader reader)
      throws CommandFailedException {
    LiveCallbackSpec spec = object.getSpec();
    if (!spec.authenticates() || spec.authKeyPrimarySecretRef() == null) {
      return Optional.of(new Authentication.Off());
    }
    String namespace = object.getMetadata().getNamespace();
    String name = spec.authKeyPrimarySecretRef().name();
    Optional<Secret> secret =
        reader.askIfPermitted(
            "Secret " + namespace + "/" + name,
            client -> client.secrets().inNamespace(namespace).withName(name).get());
    SecretText key =
        new AuthKeys((_, _, _) -> secret, _ -> false, _ -> false).find(namespace, spec).key();
    return key == null ? Optional.empty() : Optional.of(new Authentication.On(key));
  }

  /**
   * Returns the state of the record's authentication key, as a word of {@link ObservedRecord}, or
   * {@code there is one} if the key may not have been compared.
   */
  String authKey(ObservedRecord record) {
    return caution != null && record.authKeyPrimary().equals(ObservedRecord.SET)
        ? "there is one"
        : record.authKeyPrimary();
  }
}
