package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.settings.SettingsTable;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of the simulator")
class SimulatorSettingTest {
  private static final String PINNED =
      """
      SIM_BIND       --bind       127.0.0.1  any
      SIM_PORT       --port       8400       0 to 65535
      SIM_ADMIN_BIND --admin-bind 127.0.0.1  any
      SIM_ADMIN_PORT --admin-port 8401       0 to 65535
      SIM_ACCOUNTS   --account    -          any
      SIM_VHOSTS     --vhost      -          any
      SIM_DOMAINS    --domain     -          any
      SIM_PROFILE    --profile    volcengine volcengine or byteplus
      SIM_QUOTA      --quota      0          0 to 100000, 0 = the profile's
      SIM_LATENCY_MS --latency-ms 0          0 to 600000
      SIM_ROLES      --role       -          any
      SIM_OIDC_TOKEN --oidc-token -          any
      SIM_REGIONS    --region     -          any
      SIM_SEED       --seed       1          any
      """;

  @Test
  void haveTheseNamesOptionsDefaultsAndValues() {
    assertThat(SettingsTable.pinned(SimulatorSetting.ALL))
        .isEqualTo(PINNED.lines().map(line -> line.replaceAll(" +", " ")).toList());
  }

  @Test
  void areAllInTheListOfThem() {
    assertThat(SimulatorSetting.ALL)
        .hasSize(SettingsTable.declaredIn(SimulatorSetting.class))
        .doesNotHaveDuplicates();
  }

  @Test
  void haveDefaultsThatTheyTakeThemselves() {
    assertThat(SimulatorSetting.ALL)
        .allSatisfy(setting -> assertThat(setting.defaultValue()).isNotNull());
  }

  @Generates
  @Test
  void areInDocsSimulatorMd() throws IOException {
    SettingsTable table = new SettingsTable(Path.of("docs/simulator.md"), SimulatorSetting.ALL);

    Generated.check(table.page(), table.wanted());
  }
}
