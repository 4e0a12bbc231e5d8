package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.AccountReason;
import dev.livecallback.volcengine.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A role that can't be assumed")
class AccountProblemTest {
  private static final Failure.Detail DETAIL = new Failure.Detail("It says no.", 0, null, null);

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("failures")
  void reason(Failure failure, AccountReason reason) {
    assertThat(AccountProblem.withRole("trn:iam::1:role/live", failure))
        .isEqualTo(
            new AccountProblem(
                reason, "The role trn:iam::1:role/live can't be assumed: It says no."));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new Failure.Unavailable(DETAIL), AccountReason.API_UNAVAILABLE),
        arguments(new Failure.OutcomeUnknown(DETAIL), AccountReason.API_UNAVAILABLE),
        arguments(new Failure.Throttled(DETAIL, null), AccountReason.API_UNAVAILABLE),
        arguments(new Failure.CredentialsRejected(DETAIL), AccountReason.WEB_IDENTITY_FAILED),
        arguments(new Failure.NotPermitted(DETAIL), AccountReason.WEB_IDENTITY_FAILED),
        arguments(new Failure.WrongEndpoint(DETAIL), AccountReason.WEB_IDENTITY_FAILED),
        arguments(new Failure.Rejected(DETAIL), AccountReason.WEB_IDENTITY_FAILED));
  }
}
