package dev.berth.lab.lesson;

import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.ValueRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What stands between the two lines {@code ---} above a lesson's text.
 *
 * @param minutes how long the lesson takes
 * @param memory what the student's containers need, in MiB beyond the machine itself
 * @param machines the host names of the machines
 * @param needs the lessons to be done before
 * @param values the student's own values
 */
record FrontMatter(String id, String title, int minutes, int memory, List<String> machines, List<String> needs, Map<String, ValueRecipe> values) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int MOST_MINUTES = 240;
    private static final int MOST_MEMORY = 4096;

    static FrontMatter read(final YamlNode document) {
        final YamlMapping mapping = document.mapping("id", "title", "minutes", "memory", "machines", "needs", "values");
        final List<YamlNode> machines = mapping.required("machines").list();
        if (machines.isEmpty()) {
            throw mapping.position("machines").error("a lesson needs at least one machine");
        }
        return new FrontMatter(
                name(mapping.required("id")),
                mapping.required("title").text(),
                mapping.required("minutes").integer(1, MOST_MINUTES),
                mapping.required("memory").integer(0, MOST_MEMORY),
                machines.stream().map(FrontMatter::name).toList(),
                mapping.required("needs").list().stream().map(FrontMatter::name).toList(),
                values(mapping));
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
                    values.put(name, ValueRecipe.parse(recipe.text()));
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
