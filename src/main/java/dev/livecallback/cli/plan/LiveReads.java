package dev.livecallback.cli.plan;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.Permit;
import dev.livecallback.cli.CloudLogin;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.StsClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real cloud, at a command's pace. */
final class LiveReads implements CloudReads {
  private final CloudLogin login;
  private final ProgressLine progress;
  private final int expected;
  private final Map<Destination, PacedCalls> calls = new HashMap<>();

  /** The permits whose keys may be read, by cloud account. */
  private final Map<String, Permit> readable = new HashMap<>();

  private int reads;

  private record Destination(URI endpoint, String region, Credentials credentials) {}

  /**
   * @param expected the expected number of reads
   */
  LiveReads(CloudLogin login, ProgressLine progress, int expected) {
    this.login = login;
    this.progress = progress;
    this.expected = expected;
  }

  /** The reason why a rehearsal can't go on. See {@link #cause}. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Exception why;

    Stopped(Exception why) {
      super(why);
      this.why = why;
    }

    /**
     * Returns the exception that stopped the rehearsal, but throws an {@link InterruptedException}.
     */
    CommandFailedException cause() throws InterruptedException {
      if (why instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      return (CommandFailedException) why;
    }
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Permit permit, Listing listing) {
    // Another account may lead to the same records, and have keys that may be read.
    Permit usable = readable.get(permit.cloudAccount());
    if (usable == null) {
      return new Answer.Failed<>(
          new Failure.Unavailable(
              new Failure.Detail("You may not read the credentials of its account.", 0, null, null),
              false));
    }
    try {
      PacedCalls paced = calls(usable);
      progress.at(
          "%d of about %d vhosts and domains read".formatted(reads, Math.max(expected, reads + 1)),
          paced.estimate(Math.max(expected - reads, 1)));
      Answer<List<CallbackRecord>> answer = paced.tryDescribe(listing);
      reads++;
      progress.clear();
      return answer;
    } catch (CommandFailedException | InterruptedException e) {
      progress.clear();
      throw new Stopped(e);
    }
  }

  @Override
  public void usable(Permit permit) {
    readable.putIfAbsent(permit.cloudAccount(), permit);
  }

  private PacedCalls calls(Permit permit) throws CommandFailedException {
    AccountSettings settings = permit.settings();
    Destination to =
        new Destination(settings.liveEndpoint(), settings.region(), permit.credentials());
    PacedCalls known = calls.get(to);
    if (known == null) {
      known = login.calls(to.endpoint(), to.region(), to.credentials(), settings.profile());
      calls.put(to, known);
    }
    return known;
  }

  @Override
  public Answer<CallerIdentity> callerIdentity(AccountSettings settings, Credentials credentials) {
    StsClient client =
        StsClient.of(
            login.egress(),
            settings.stsEndpoint(),
            settings.region(),
            credentials,
            InstantSource.system());
    try {
      return login.limit().call(client::callerIdentity);
    } catch (CommandFailedException | InterruptedException e) {
      throw new Stopped(e);
    }
  }
}
