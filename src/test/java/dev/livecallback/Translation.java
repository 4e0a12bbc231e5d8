package dev.livecallback;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page and its translation: what one has that the other lacks. Headings are compared by level and
 * order, code blocks word by word but for comments, and what stands as code in a text by section.
 * An introduction, above the first heading of the second level, may say things in its own way.
 */
record Translation(String original, String translated, Set<String> reasons) {
  private static final Pattern PART =
      Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$|^(#+) ([^\\n]+)$");

  private static final Pattern NAME = Pattern.compile("`([^`\\n]+)`");

  /** Behind whole quotations, since in one a # is no comment. */
  private static final Pattern COMMENT =
      Pattern.compile("(?m)^((?:[^'\"\n]|'[^'\n]*'|\"[^\"\n]*\")*?)(?:^| +)#(?: .*)?$");

  /** A heading with what is below it, down to the next one. */
  private record Section(int level, String title, List<String> blocks, Set<String> names) {
    @Override
    public String toString() {
      return "#".repeat(level) + " " + title;
    }
  }

  /** Each item that one of the two has and the other lacks, in a sentence. */
  List<String> differences() {
    List<Section> here = sections(original);
    List<Section> there = sections(translated);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
      List<String> below = new ArrayList<>();
      compare(here.get(i), there.get(i), below);
      boolean missing = here.size() != there.size() && !below.isEmpty();
      if (missing || !alike(here.get(i), there.get(i))) {
        // What follows is shifted.
        found.add("they part at the heading " + here.get(i) + ", translated " + there.get(i));
        return found;
      }
      found.addAll(below);
    }
    less(here, there).forEach(each -> found.add("the translation lacks the heading " + each));
    less(there, here).forEach(each -> found.add("the original lacks the heading " + each));
    return found;
  }

  /** Those that are too many. */
  private static List<Section> less(List<Section> all, List<Section> others) {
    return all.subList(Math.min(all.size(), others.size()), all.size());
  }

  private boolean alike(Section here, Section there) {
    boolean named = reasons.contains(here.title()) || reasons.contains(there.title());
    return here.level() == there.level() && (!named || here.title().equals(there.title()));
  }

  private static void compare(Section here, Section there, List<String> found) {
    Stream.of("translation", "original")
        .forEach(
            lacking -> {
              Section full = lacking.equals("original") ? there : here;
              Section other = lacking.equals("original") ? here : there;
              less(full.blocks(), other.blocks())
                  .forEach(
                      block -> found.add(lack(lacking, "the code block below " + full, block)));
              if (here.level() > 1) {
                less(full.names(), other.names())
                    .forEach(name -> found.add(lack(lacking, "a name below " + full, name)));
              }
            });
    boolean sameBlocks = Set.copyOf(here.blocks()).equals(Set.copyOf(there.blocks()));
    if (sameBlocks && !here.blocks().equals(there.blocks())) {
      found.add("the code blocks below " + here + " are in another order, or not as many");
    }
  }

  private static String lack(String which, String what, String item) {
    return "the " + which + " lacks " + what + ": " + item.strip();
  }

  private static Stream<String> less(Collection<String> all, Collection<String> without) {
    return all.stream().filter(each -> !without.contains(each));
  }

  private static List<Section> sections(String page) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(0, "the beginning", new ArrayList<>(), new TreeSet<>()));
    Matcher parts = PART.matcher(page);
    int end = 0;
    while (parts.find()) {
      addNames(sections.getLast(), page.substring(end, parts.start()));
      end = parts.end();
      if (parts.group(4) == null) {
        String block = parts.group(3).replaceAll("(?m)^" + parts.group(1), "");
        sections.getLast().blocks().add(COMMENT.matcher(block).replaceAll("$1"));
      } else {
        int level = Objects.requireNonNull(parts.group(4)).length();
        sections.add(new Section(level, parts.group(5), new ArrayList<>(), new TreeSet<>()));
      }
    }
    addNames(sections.getLast(), page.substring(end));
    return sections;
  }

  private static void addNames(Section section, String text) {
    NAME.matcher(text).results().map(name -> name.group(1)).forEach(section.names()::add);
  }
}
