package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the two products differ: contract 1. */
class ProfileTest {
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private static final String TARGET =
      "'CallbackDetailList':[{'CallbackType':'http','URL':'http://a'}]";

  @ParameterizedTest(name = "{0} admits {1} calls a second")
  @CsvSource({"VOLCENGINE, 10", "BYTEPLUS, 1"})
  void admits(Profile profile, int quota) {
    Rig rig = new Rig(profile);
    for (int i = 0; i < quota; i++) {
      assertThat(rig.describe(SCOPE).outcome()).isEqualTo("200");
    }

    assertThat(rig.describe(SCOPE).outcome()).isEqualTo("429 FlowLimitExceeded");
  }

  @ParameterizedTest(name = "{0} answers a call that is signed for {1} with {2}")
  @CsvSource({
    "VOLCENGINE, cn-north-1, 200",
    "VOLCENGINE, ap-singapore-1, 400 InvalidCredential",
    "BYTEPLUS, cn-north-1, 200",
    "BYTEPLUS, ap-singapore-1, 200"
  })
  void takesItsRegions(Profile profile, String region, String outcome) {
    Rig rig = new Rig(profile);
    var reply = rig.answer(rig.signing("DescribeCallback", SCOPE).scope(region, "live").request());

    assertThat(reply.outcome()).isEqualTo(outcome);
    if (outcome.equals("200")) {
      assertThat(reply.metadata().path("Region").asText()).isEqualTo(region);
    }
  }

  @ParameterizedTest(name = "{0} answers an update of {1} with {2}")
  @CsvSource({
    "VOLCENGINE, audit_snapshot, 200",
    "BYTEPLUS, audit_snapshot, 400 InvalidParam",
    "BYTEPLUS, snapshot, 200"
  })
  void takesItsTypes(Profile profile, String type, String outcome) {
    assertThat(
            new Rig(profile)
                .update(
                    "{'Vhost':'push.example.com','MessageType':'%s',%s}".formatted(type, TARGET))
                .outcome())
        .isEqualTo(outcome);
  }

  @Test
  void showsDomainsAtBytePlusOnly() {
    for (Profile profile : Profile.values()) {
      Rig rig = new Rig(profile);
      rig.write("'Domain':'in.example.com','MessageType':'push'", "http://a");

      assertThat(rig.describe("{'Domain':'in.example.com'}").items().getFirst().has("Domain"))
          .isEqualTo(profile == Profile.BYTEPLUS);
    }
  }
}
