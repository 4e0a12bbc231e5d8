package dev.livecallback.operator.accounts;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.LiveClient;
import dev.livecallback.volcengine.StsClient;
import dev.livecallback.volcengine.WebIdentityClient;
import java.time.InstantSource;
import okhttp3.HttpUrl;

/**
 * The clients of an account's endpoints.
 *
 * @param of the settings that name the endpoints
 */
record AccountClients(
    AccountSettings of, LiveClient live, StsClient sts, WebIdentityClient exchange) {

  static AccountClients of(AccountSettings settings, AccountContext context) {
    HttpUrl live = HttpUrl.get(settings.liveEndpoint().toString());
    HttpUrl sts = HttpUrl.get(settings.stsEndpoint().toString());
    InstantSource clock = context.process().clock().wall();
    return new AccountClients(
        settings,
        new LiveClient(
            context.http(), live, settings.region(), AccountClients::withoutLeave, clock),
        new StsClient(context.http(), sts, settings.region(), AccountClients::withoutLeave, clock),
        new WebIdentityClient(context.http(), sts, clock));
  }

  /**
   * Throws: each call needs the credentials of its permit, so the clients have none of their own.
   */
  private static Credentials withoutLeave() {
    throw new IllegalStateException("a call without leave");
  }
}
