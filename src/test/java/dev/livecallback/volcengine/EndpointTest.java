package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://live.volcengineapi.com, https://live.volcengineapi.com",
    "https://live.volcengineapi.com/, https://live.volcengineapi.com",
    "HTTPS://Live.VolcEngineAPI.com, https://live.volcengineapi.com",
    "https://live.volcengineapi.com:443/, https://live.volcengineapi.com",
    "https://live.volcengineapi.com., https://live.volcengineapi.com",
    "https://live.volcengineapi.com.:443/, https://live.volcengineapi.com",
    "http://live.volcengineapi.com:443, http://live.volcengineapi.com:443",
    "HTTP://LOCALHOST:1, http://localhost:1",
    "http://localhost:80/, http://localhost",
    "https://10.0.0.1:8443, https://10.0.0.1:8443",
    "http://[::1]:8080, http://[::1]:8080",
    "HTTPS://[FD00:0:0::1]:443/, https://[fd00::1]"
  })
  void hasOneFormForAllThatMeanTheSame(String text, URI form) {
    assertThat(Endpoint.parse(text)).contains(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "live.volcengineapi.com",
        "https:///live.volcengineapi.com",
        "https://live.volcengineapi.com/v1",
        "https://live.volcengineapi.com?a=b",
        "https://live.volcengineapi.com#a",
        "https://me:hush@live.volcengineapi.com",
        "https:///[::1]:8443",
        "https://me@[::1]:8443",
        "https://::1",
        "https://[::1",
        "https://a..b",
        "ftp://live.volcengineapi.com",
        ""
      })
  void isNothingElse(String text) {
    assertThat(Endpoint.parse(text)).isEmpty();
  }
}
