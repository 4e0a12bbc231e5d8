package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A property of the simulator that can be changed while it runs. Safe for use by many threads.
 *
 * @param <T> the type of its value
 */
public final class Knob<T> {

  /** A value that is one of a few words. */
  public interface OneOf {
    /** Returns the word in JSON. */
    String word();
  }

  private final String name;
  private final T initial;
  private final Function<JsonNode, T> read;
  private final Function<T, JsonNode> show;
  private volatile T value;

  private Knob(String name, T initial, Function<JsonNode, T> read, Function<T, JsonNode> show) {
    this.name = name;
    this.initial = initial;
    this.read = read;
    this.show = show;
    this.value = initial;
  }

  static Knob<Boolean> flag(String name, boolean initial) {
    return new Knob<>(
        name,
        initial,
        node -> {
          if (!node.isBoolean()) {
            throw new IllegalArgumentException(name + " must be true or false.");
          }
          return node.booleanValue();
        },
        BooleanNode::valueOf);
  }

  static Knob<Integer> number(String name, int initial, int least, int most) {
    return new Knob<>(
        name,
        initial,
        node -> {
          if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw new IllegalArgumentException(
                name + " must be a whole number from " + least + " to " + most + ".");
          }
          return node.intValue();
        },
        IntNode::valueOf);
  }

  static Knob<Integer> oneOf(String name, List<Integer> allowed) {
    return new Knob<>(
        name,
        allowed.getFirst(),
        node -> {
          if (!node.isInt() || !allowed.contains(node.intValue())) {
            throw new IllegalArgumentException(name + " must be one of " + allowed + ".");
          }
          return node.intValue();
        },
        IntNode::valueOf);
  }

  static <E extends Enum<E> & OneOf> Knob<E> choice(String name, E initial) {
    List<E> all = Arrays.asList(initial.getDeclaringClass().getEnumConstants());
    return new Knob<>(
        name,
        initial,
        node ->
            all.stream()
                .filter(each -> node.isTextual() && each.word().equals(node.textValue()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            name
                                + " must be one of "
                                + all.stream().map(OneOf::word).collect(Collectors.joining(", "))
                                + ".")),
        each -> TextNode.valueOf(each.word()));
  }

  /** Returns the name in JSON. */
  public String name() {
    return name;
  }

  /** Returns the present value. */
  public T get() {
    return value;
  }

  /**
   * Sets the value.
   *
   * @throws IllegalArgumentException if the value is out of range; the message names the range
   */
  public void set(T newValue) {
    this.value = read.apply(show.apply(newValue));
  }

  /** Sets the value back to that of the start. */
  public void reset() {
    this.value = initial;
  }

  /**
   * Checks a value now, and returns a task that sets it: a change of several knobs is all or
   * nothing.
   */
  Runnable prepared(JsonNode node) {
    T checked = read.apply(node);
    return () -> this.value = checked;
  }

  JsonNode shown() {
    return show.apply(value);
  }
}
