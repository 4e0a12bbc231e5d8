package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.testing.OddValues;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An account with a value that this version doesn't know is used for nothing. */
class UnsupportedAccountValuesTest {
  @ParameterizedTest
  @FieldSource("dev.livecallback.testing.OddValues#ACCOUNTS")
  void everyFieldTogetherIsSupported(String spec) throws Exception {
    assertThat(problem(new KubernetesSerialization().unmarshal(spec, Object.class))).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void anyOtherValueOfAnyFieldIsNot(OddValues.OddValue odd) throws Exception {
    assertThat(problem(odd.spec())).isNotNull();
  }

  static Stream<OddValues.OddValue> anyOtherValueOfAnyFieldIsNot() {
    return OddValues.ACCOUNTS.stream().flatMap(spec -> OddValues.in(spec).stream());
  }

  private static @Nullable AccountProblem problem(Object spec) throws Exception {
    LiveAccount account =
        new KubernetesSerialization()
            .convertValue(
                Map.of("metadata", Map.of("namespace", "ops", "name", "any"), "spec", spec),
                LiveAccount.class);
    return new AccountSettingsReader(new OperatorCommand(Map.of("POD_NAMESPACE", "ops")).settings())
        .of(account)
        .problem();
  }
}
