package dev.livecallback.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.TokenFile;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of the operator")
class OperatorSettingTest {
  private static final String PINNED =
      """
      ACCESS_KEY_ID               -                      -                              any
      ACCESS_KEY_SECRET           -                      -                              any
      SESSION_TOKEN               -                      -                              any
      SECRET_ACCESS_KEY           -                      -                              any
      VOLC_ACCESSKEY              -                      -                              any
      VOLC_SECRETKEY              -                      -                              any
      VOLC_SESSIONTOKEN           -                      -                              any
      VOLCENGINE_ACCESS_KEY       -                      -                              any
      VOLCENGINE_SECRET_KEY       -                      -                              any
      VOLCENGINE_SESSION_TOKEN    -                      -                              any
      CREDENTIALS_DIR             -                      -                              any
      VOLCENGINE_OIDC_TOKEN_FILE  -                      -                              any
      DEFAULT_ACCOUNT             --default-account      -                              any
      ALLOWED_ENDPOINTS           --allowed-endpoints    -                              any
      KUBECONFIG                  --kubeconfig           -                              any
      LIVE_ENDPOINT               --live-endpoint        https://live.volcengineapi.com any
      STS_ENDPOINT                --sts-endpoint         https://sts.volcengineapi.com  any
      LIVE_REGION                 --live-region          cn-north-1                     any
      LIVE_QUOTA                  --live-quota           10                             1 to 1000
      SYNC_PERIOD                 --sync-period          10m                            1s to 24h
      WATCH_NAMESPACES            --watch-namespaces     -                              any
      HTTP_BIND                   --http-bind            127.0.0.1                      any
      HTTP_PORT                   --http-port            8080                           0 to 65535, 0 = any
      POD_NAMESPACE               --pod-namespace        live-callback-operator         any
      LEADER_ELECTION             --leader-election      true                           true or false
      LEASE_DURATION              --lease-duration       15s                            1s to 24h
      LEASE_RENEW_DEADLINE        --lease-renew-deadline 10s                            1s to 24h
      LEASE_RETRY_PERIOD          --lease-retry-period   2s                             1s to 24h
      HTTPS_PROXY https_proxy     -                      -                              any
      NO_PROXY no_proxy           -                      -                              any
      CA_BUNDLE                   -                      -                              any
      LOG_FORMAT                  -                      json                           json or text
      LOG_LEVEL                   -                      info                           error, warn, info, debug or trace
      LIVECALLBACK_JAVA_OPTS      -                      -                              any
      """;

  @Test
  void haveTheseNamesOptionsDefaultsAndValues() {
    assertThat(SettingsTable.pinned(OperatorSetting.ALL))
        .isEqualTo(PINNED.lines().map(line -> line.replaceAll(" +", " ")).toList());
  }

  @Test
  void areAllInTheListOfThem() {
    assertThat(OperatorSetting.ALL)
        .hasSize(SettingsTable.declaredIn(OperatorSetting.class))
        .doesNotHaveDuplicates();
  }

  @Test
  void haveDefaultsThatTheyTakeThemselves() {
    assertThat(OperatorSetting.ALL)
        .allSatisfy(setting -> assertThat(setting.defaultValue()).isNotNull());
  }

  @Test
  void nameTheTokensFileAsTheMessageAboutAMissingOneDoes() {
    assertThat(OperatorSetting.OIDC_TOKEN_FILE.variable()).isEqualTo(TokenFile.VARIABLE);
  }

  @Generates
  @Test
  void areInDocsInstallMd() throws IOException {
    SettingsTable table = new SettingsTable(Path.of("docs/install.md"), OperatorSetting.ALL);

    Generated.check(table.page(), table.wanted());
  }
}
