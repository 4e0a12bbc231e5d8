package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** How tests are named: {@code docs/contributing.md}. */
class TestNamesTest {
  private static final List<Method> METHODS =
      ReflectionSupport.streamAllClassesInPackage(
              "dev.livecallback", _ -> true, name -> name.matches(".*(Test|IT)(\\$.*)?"))
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .toList();

  @Test
  void theMethodIsTheSentence() {
    assertThat(METHODS)
        .isNotEmpty()
        .noneMatch(method -> method.isAnnotationPresent(DisplayName.class));
  }

  @Test
  void aSentenceHasMoreThanOneWord() {
    assertThat(METHODS)
        .filteredOn(method -> method.isAnnotationPresent(Test.class))
        .hasSizeGreaterThan(1_000)
        .allMatch(method -> method.getName().matches("[a-z]+[A-Z0-9]\\w*"));
  }
}
