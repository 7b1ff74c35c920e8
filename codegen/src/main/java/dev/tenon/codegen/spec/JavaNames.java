package dev.tenon.codegen.spec;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** The Java names that follow from spec names. */
public final class JavaNames {
    private static final Set<String> KOTLIN = Set.of("as", "fun", "in", "is", "object", "typealias", "typeof", "val", "var", "when");
    private static final Map<String, String> REPLACEMENTS = Map.of("in", "input", "is", "test", "val", "value", "var", "variable", "fun",
        "function", "object", "target", "when", "condition", "as", "kind", "default", "otherwise", "class", "classes");

    private JavaNames() {}

    /** {@code linalg.vector_norm} is {@code linalgVectorNorm}; a tag behind a slash does not count. */
    public static String method(String key) {
        int tag = key.indexOf('/');
        var name = tag < 0 ? key : key.substring(0, tag);
        var pascal = pascal(name);
        return keepsCase(name) || pascal.isEmpty() ? name : Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }

    /** Names without an underscore that begin with a capital, such as {@code T}, stay. */
    private static boolean keepsCase(String name) {
        return !name.isEmpty() && Character.isUpperCase(name.charAt(0)) && name.chars().allMatch(Character::isLetterOrDigit);
    }

    /** {@code max/dim} is {@code MaxDim}, {@code uniform_} is {@code UniformInPlace}. */
    public static String record(String key) {
        return pascal(key) + (key.endsWith("_") && !key.endsWith("__") ? "InPlace" : "");
    }

    private static String pascal(String key) {
        var pascal = new StringBuilder();
        for (var word : key.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                pascal.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return pascal.toString();
    }

    /** {@code negative_slope} is {@code negativeSlope}, {@code UPLO} is {@code uplo}; keywords of Java and Kotlin get another name. */
    public static String parameter(String name) {
        var pascal = pascal(name);
        int capitals = leadingCapitals(name);
        var camel = pascal.isEmpty() ? name : pascal.substring(0, capitals).toLowerCase(Locale.ROOT) + pascal.substring(capitals);
        return isKeyword(camel) ? REPLACEMENTS.getOrDefault(camel, camel + "Value") : camel;
    }

    /** How many letters become small: of a first word in capitals, such as {@code LU_data}, all; otherwise one. */
    private static int leadingCapitals(String name) {
        var first = name.split("[^A-Za-z0-9]+", 2)[0];
        return first.chars().noneMatch(Character::isLowerCase) ? first.length() : 1;
    }

    /** Whether Java or Kotlin keeps this word for itself. */
    public static boolean isKeyword(String name) {
        return SourceVersion.isKeyword(name) || KOTLIN.contains(name);
    }
}
