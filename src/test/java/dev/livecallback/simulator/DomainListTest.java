package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ListDomainDetail: contract 6.5. */
class DomainListTest {
  private static final String PAGE = "'PageNum':1,'PageSize':10";
  private final Rig rig = new Rig();

  private static List<String> domains(JsonNode answer) {
    return StreamSupport.stream(answer.at("/Result/DomainList").spliterator(), false)
        .map(each -> each.path("Domain").asText() + " of " + each.path("Vhost").asText())
        .toList();
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'PageNum':1,'PageSize':10 | a.example.com, b.example.com, in.example.com",
        "'PageNum':2,'PageSize':2 | in.example.com",
        "'PageNum':3,'PageSize':2 | ",
        "'PageNum':1,'PageSize':10,'DomainNameList':['A.example.com'] | a.example.com",
        "'PageNum':1,'PageSize':10,'DomainNameList':[null] | ",
        "'PageNum':1,'PageSize':10,'VhostList':['push.example.com'] | b.example.com, in.example.com",
        "'PageNum':1,'PageSize':10,'DomainTypeList':['pull-flv'] | ",
        "'PageNum':1,'PageSize':10,'DomainStatusList':[0],'DomainRegionList':['cn']"
            + " | a.example.com, b.example.com, in.example.com"
      })
  void finds(String filter, String found) {
    rig.accounts.addDomain(Rig.ACCOUNT, "a.example.com", "a.example.com");
    rig.accounts.addDomain(Rig.ACCOUNT, "b.example.com", Rig.VHOST);

    JsonNode answer = rig.call("ListDomainDetail", "{" + filter + "}").json();

    assertThat(domains(answer))
        .extracting(each -> each.substring(0, each.indexOf(' ')))
        .containsExactlyElementsOf(found == null ? List.of() : Arrays.asList(found.split(", ")));
  }

  @ParameterizedTest(name = "refuses {0}")
  @ValueSource(
      strings = {
        "",
        "'PageNum':0,'PageSize':1",
        "'PageNum':1,'PageSize':1001",
        "'PageNum':1001,'PageSize':1"
      })
  void refuses(String page) {
    assertThat(rig.call("ListDomainDetail", "{" + page + "}").outcome())
        .isEqualTo("400 InvalidParam");
  }

  @Test
  void knowsWhatIsAskedForIfEveryNameIsKnown() {
    Rig any = new Rig(SimulatorConfig.local().key(Rig.ACCOUNT, Signing.AK, Signing.SK));

    assertThat(
            domains(
                any.call(
                        "ListDomainDetail",
                        "{" + PAGE + ",'DomainNameList':['a.example.com',null]}")
                    .json()))
        .containsExactly("a.example.com of a.example.com");
  }
}
