package dev.berth.lab.lesson;

import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.ValueRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands between the two lines {@code ---} above a lesson's text.
 *
 * @param summary what one learns in it, in a sentence; plain text with `code` between backticks
 * @param minutes how long the lesson takes
 * @param memory what the student's containers need, in MiB beyond the machine itself
 * @param machines the host names of the machines
 * @param images what has to be on the machine before the lesson begins, as {@code docker run} names it
 * @param needs the lessons to be done before
 * @param values the student's own values
 */
record FrontMatter(
        String id,
        String title,
        Optional<String> summary,
        int minutes,
        int memory,
        List<String> machines,
        List<String> images,
        List<String> needs,
        Map<String, ValueRecipe> values) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,99}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,40})?");
    private static final int LONGEST_SUMMARY = 200;
    private static final int MOST_MINUTES = 240;
    private static final int MOST_MEMORY = 4096;

    static FrontMatter read(final YamlNode document) {
        final YamlMapping mapping = document.mapping("id", "title", "summary", "minutes", "memory", "machines", "images", "needs", "values");
        final List<YamlNode> machines = mapping.required("machines").list();
        if (machines.isEmpty()) {
            throw mapping.position("machines").error("a lesson needs at least one machine");
        }
        return new FrontMatter(
                name(mapping.required("id")),
                mapping.required("title").text(),
                mapping.optional("summary").map(FrontMatter::sentence),
                mapping.required("minutes").integer(1, MOST_MINUTES),
                mapping.required("memory").integer(0, MOST_MEMORY),
                machines.stream().map(FrontMatter::name).toList(),
                mapping.optional("images").map(YamlNode::list).orElse(List.of()).stream().map(FrontMatter::image).toList(),
                mapping.required("needs").list().stream().map(FrontMatter::name).toList(),
                values(mapping));
    }

    private static String sentence(final YamlNode node) {
        final String text = node.text().strip();
        if (text.isEmpty() || text.length() > LONGEST_SUMMARY) {
            throw node.position().error("a summary is one sentence of at most " + LONGEST_SUMMARY + " characters; this one has " + text.length());
        }
        return text;
    }

    private static String image(final YamlNode node) {
        if (!IMAGE.matcher(node.text()).matches()) {
            throw node.position().error("\"" + node.text() + "\" cannot be the name of an image, as in debian or berth/system:1");
        }
        return node.text();
    }

    private static Map<String, ValueRecipe> values(final YamlMapping mapping) {
        final Map<String, ValueRecipe> values = new LinkedHashMap<>();
        mapping.optional("values").map(YamlNode::mappingOfAnyKeys).ifPresent(section -> {
            for (final String name : section.keys()) {
                if (!NAME.matcher(name).matches() || name.equals(StudentValues.NAME)) {
                    throw section.position(name).error("\"" + name + "\" cannot be a value's name: lower case letters, digits and hyphens, and not \"name\"");
                }
                final YamlNode recipe = section.required(name);
                try {
                    values.put(name, ValueRecipe.parse(recipe.text(), values.keySet()));
                } catch (final IllegalArgumentException e) {
                    throw recipe.position().error(e.getMessage());
                }
            }
        });
        return values;
    }

    private static String name(final YamlNode node) {
        if (!NAME.matcher(node.text()).matches()) {
            throw node.position().error("\"" + node.text() + "\" cannot be a name: lower case letters, digits and hyphens, at most 40 of them");
        }
        return node.text();
    }
}
