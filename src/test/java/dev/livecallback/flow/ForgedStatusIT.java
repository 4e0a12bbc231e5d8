package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A platform team's account, and a tenant whose statuses no policy protects. */
@Tag("abuse")
@NeedsControlPlane(own = true)
@Flow(quota = 100, sync = "2s", operator = false)
@DisplayName("A status that a tenant wrote")
class ForgedStatusIT {
  private static final String URL = "https://hooks.example.com/in/1";
  private static final String SCOPE = "vhost/platform.example.com";
  private static final Pattern TOKEN =
      Pattern.compile(Pattern.quote(WellKnown.CONFIRM_DELETE) + "=([0-9a-f]{12})");

  private final Scene scene;
  private final Accounts accounts;
  private final TestCluster tenantsCluster;
  private final Callbacks tenant;
  private final String platform;

  ForgedStatusIT(Scene scene) {
    this.scene = scene;
    platform = scene.cluster().namespace();
    accounts = scene.accounts();
    tenantsCluster = scene.cluster().another("tenant");
    tenant = new Callbacks(tenantsCluster);
    scene.start(
        scene.operator().with("WATCH_NAMESPACES", platform + "," + tenantsCluster.namespace()));
  }

  @Test
  void removesNothingAndPaysNoCallUntilTheAccountsOwnerConfirmsIt() {
    accounts.create(
        "closed",
        "{profile: Volcengine, credentials: {environment: {}}, allow: [{namespaces: [%s]}]}"
            .formatted(platform));
    accounts.awaitReady("closed");
    scene.console().put(SCOPE, "a", "push", URL);
    tenant.create(
        "forged",
        spec(SCOPE, "a", "push", URL, "accountRef: {name: closed, namespace: " + platform + "}"));
    tenant.awaitReason("forged", Reason.NOT_ALLOWED);

    tenantsCluster
        .kubectl(
            "patch",
            "livecallback/forged",
            "--subresource=status",
            "--type=merge",
            "-p",
            """
            {"status":{"records":[{"account":"%s/closed","scope":"%s","app":"a",
              "messageType":"push","written":"forged","held":"forged"}]}}
            """
                .formatted(platform, SCOPE))
        .succeeded();
    tenant.delete("forged");

    LiveCallback blocked = tenant.awaitReason("forged", Reason.DELETE_BLOCKED);
    assertThat(ready(blocked).message())
        .contains("Nothing proves that this object wrote the record", "spec.allow");
    assertThat(scene.calls(SCOPE)).isEmpty();
    assertThat(scene.console().list(SCOPE)).containsExactly("a push " + URL);

    Matcher token = TOKEN.matcher(ready(blocked).message());
    assertThat(token.find()).isTrue();
    tenant.annotate("forged", WellKnown.CONFIRM_DELETE, token.group(1));
    tenant.awaitReason("forged", Reason.DELETE_BLOCKED);
    assertThat(scene.calls(SCOPE)).as("that isn't for the tenant to say").isEmpty();
    accounts.annotate("closed", WellKnown.CONFIRM_DELETE, token.group(1));

    tenant.awaitGone("forged");
    assertThat(scene.console().list(SCOPE)).isEmpty();
  }
}
