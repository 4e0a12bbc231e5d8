package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking whose credentials they are (contract 9). */
class StsClientTest {
  private final CloudServer cloud;

  StsClientTest() throws IOException {
    cloud = new CloudServer();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void sendsASignedGet() throws InterruptedException {
    cloud.answers(200, Bodies.file("caller-identity.json"));
    cloud.sts().callerIdentity();
    RecordedRequest request = cloud.request();
    assertThat(request.getRequestLine())
        .isEqualTo("GET /?Action=GetCallerIdentity&Version=2018-01-01 HTTP/1.1");
    assertThat(request.getHeaders().get("Content-Type")).isNull();
    assertThat(request.getHeaders().get("Authorization"))
        .contains("/20240521/cn-north-1/sts/request")
        .isEqualTo(
            CloudServer.authorization(
                request, "sts", List.of("host", "x-content-sha256", "x-date", "x-security-token")));
  }

  @Test
  void answersWithTheAccount() {
    cloud.answers(200, Bodies.file("caller-identity.json"));
    assertThat(cloud.sts().callerIdentity())
        .isEqualTo(
            new Answer.Ok<>(
                new CallerIdentity("2000000000", "trn:iam::2000000000:user/live", "User"),
                "20240521145730010010023228009812E0"));
  }

  @Test
  void takesAnAccountThatIsTextAndNothingElse() {
    cloud.answers(200, Bodies.ok("{\"AccountId\":\"2000000000\"}"));
    assertThat(cloud.sts().callerIdentity())
        .isEqualTo(new Answer.Ok<>(new CallerIdentity("2000000000", "", ""), Bodies.REQUEST_ID));
  }

  @Test
  void anAnswerWithoutAccountIsAFailure() {
    cloud.answers(200, Bodies.ok("{}"));
    assertThat(cloud.sts().callerIdentity())
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(Failure.Unavailable.class));
  }

  @Test
  void anUnknownCallerHasBadCredentials() {
    cloud.answers(401, Bodies.error("UnknownCallerIdentity"));
    assertThat(cloud.sts().callerIdentity())
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(Failure.CredentialsRejected.class));
  }
}
