package dev.tenon.data.text;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.AtomicFile;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tokens and their numbers, from 0. What is learnt with one must be used with the same: {@link #write} keeps it. */
public final class Vocabulary {
    /** What fills sequences up to a length. */
    public static final String PADDING = "<pad>";
    /** What stands for tokens that are not in a vocabulary. */
    public static final String UNKNOWN = "<unk>";

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();

    private Vocabulary(Collection<String> tokens) {
        this.tokens = List.copyOf(tokens);
        for (int id = 0; id < this.tokens.size(); id++) {
            var before = ids.put(this.tokens.get(id), id);
            if (before != null) {
                throw new ArgumentException("vocabulary: '" + this.tokens.get(id) + "' occurs twice, as " + before + " and " + id);
            }
        }
    }

    /** These tokens in this order. Others are refused, unless {@link #UNKNOWN} is among them. */
    public static Vocabulary of(Collection<String> tokens) {
        return new Vocabulary(tokens);
    }

    /**
     * {@link #PADDING}, {@link #UNKNOWN}, and then the tokens of a text, the most frequent first, those equally frequent as they first occur.
     *
     * @param least how often a token must occur
     * @param most how many there may be, with those two
     */
    public static Vocabulary counting(Iterable<String> tokens, int least, int most) {
        var counts = new LinkedHashMap<String, Integer>();
        for (var token : tokens) {
            counts.merge(token, 1, Integer::sum);
        }
        counts.remove(PADDING);
        counts.remove(UNKNOWN);
        var kept = new ArrayList<>(List.of(PADDING, UNKNOWN));
        counts.entrySet().stream().filter(entry -> entry.getValue() >= least)
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(Math.max(0, most - 2L))
            .forEach(entry -> kept.add(entry.getKey()));
        return new Vocabulary(kept);
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    /** The tokens by their numbers. */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * The number of a token; that of {@link #UNKNOWN} where it is none of these.
     *
     * @throws ArgumentException if it is none of these and there is no {@link #UNKNOWN}
     */
    public int id(String token) {
        var id = ids.get(token);
        if (id != null) {
            return id;
        }
        var unknown = ids.get(UNKNOWN);
        if (unknown == null) {
            throw new ArgumentException("vocabulary: '" + token + "' is none of its " + size() + " tokens"
                + "\n  try:   a vocabulary with '" + UNKNOWN + "' among them");
        }
        return unknown;
    }

    /** Whether a token has a number of its own. */
    public boolean contains(String token) {
        return ids.containsKey(token);
    }

    /**
     * The token of a number.
     *
     * @throws ArgumentException if it is out of range
     */
    public String token(long id) {
        if (id < 0 || id >= size()) {
            throw new ArgumentException("vocabulary: number " + id + " is out of range, there are " + size() + " tokens");
        }
        return tokens.get((int) id);
    }

    /** The text that these numbers stand for, with blanks between words of more than one character. */
    public String text(long... numbers) {
        boolean characters = tokens.stream().allMatch(token -> token.codePointCount(0, token.length()) == 1);
        var text = new ArrayList<String>(numbers.length);
        for (long number : numbers) {
            text.add(token(number));
        }
        return String.join(characters ? "" : " ", text);
    }

    /**
     * Writes one token a line; ends of lines and backslashes within one are escaped.
     *
     * @throws FileException if the file cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, tokens.stream().map(token -> token.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "\n")
            .collect(Collectors.joining()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws FileException if the file cannot be read
     */
    public static Vocabulary read(Path file) {
        try {
            var tokens = new ArrayList<String>();
            for (var line : Files.readString(file).split("\n", -1)) {
                tokens.add(unescaped(file, tokens.size() + 1, line));
            }
            tokens.removeLast();
            return new Vocabulary(tokens);
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    private static String unescaped(Path file, int number, String line) {
        var token = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                int escaped = i < line.length() ? "\\nr".indexOf(line.charAt(i)) : -1;
                if (escaped < 0) {
                    throw new FileException("vocabulary: " + file + ":" + number + ": a backslash must be followed by \\, n or r");
                }
                c = "\\\n\r".charAt(escaped);
            }
            token.append(c);
        }
        return token.toString();
    }
}
