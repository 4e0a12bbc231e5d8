package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackDetailTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example.com/Path, https://a.example.com/Path",
    "HTTPS://A.example.com/Path, https://A.example.com/Path",
    "Http://a.example.com?to=HTTPS://b, http://a.example.com?to=HTTPS://b",
    "odd, odd"
  })
  void hasItsSchemeInLowerCase(String url, String onTheWire) {
    assertThat(CallbackDetail.http(url).url()).isEqualTo(onTheWire);
  }
}
