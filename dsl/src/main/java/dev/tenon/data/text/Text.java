package dev.tenon.data.text;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text: {@code text(path).characters().windows(128)}.
 *
 * @param content what it says
 */
public record Text(String content) {
    /** Letters, digits, underscores and apostrophes side by side are a word, and so is every other character that is no space. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_']+|[^\\s\\p{L}\\p{N}_']");

    /**
     * Reads a file in UTF-8.
     *
     * @throws FileException if it cannot be read, or is not UTF-8
     */
    public static Text read(Path file) {
        FileException.requireFile(file);
        try {
            return new Text(Files.readString(file));
        } catch (CharacterCodingException e) {
            var error = new FileException("cannot read " + file + ": it is not UTF-8");
            error.initCause(e);
            throw error;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** Its characters (code points), by a vocabulary of those that occur, in their order in Unicode. */
    public Tokens characters() {
        var characters = split();
        return new Tokens(characters, Vocabulary.of(characters.stream().distinct().sorted(Text::byCodePoint).toList()));
    }

    /** Its characters by a vocabulary that is known already. */
    public Tokens characters(Vocabulary known) {
        return new Tokens(split(), known);
    }

    private List<String> split() {
        return content.codePoints().mapToObj(Character::toString).toList();
    }

    private static int byCodePoint(String a, String b) {
        return Integer.compare(a.codePointAt(0), b.codePointAt(0));
    }

    /** Its words and punctuation, by a vocabulary of all that occur: {@link Vocabulary#counting} with no limits. */
    public Tokens words() {
        var words = wordList();
        return new Tokens(words, Vocabulary.counting(words, 1, Integer.MAX_VALUE));
    }

    /** Its words and punctuation by a vocabulary that is known already. */
    public Tokens words(Vocabulary known) {
        return new Tokens(wordList(), known);
    }

    /** Its words and punctuation. */
    public List<String> wordList() {
        return WORD.matcher(content).results().map(MatchResult::group).toList();
    }

    /** Its lines without their ends. */
    public List<Text> lines() {
        return content.lines().map(Text::new).toList();
    }

    /** In lower case, whatever the machine's language. */
    public Text lowerCase() {
        return new Text(content.toLowerCase(Locale.ROOT));
    }

    /**
     * The first {@code share} of its characters, and the rest, to be held out.
     *
     * @param share from 0 to 1
     */
    public List<Text> split(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new ArgumentException("text: the share must be from 0 to 1, got " + share);
        }
        int points = content.codePointCount(0, content.length());
        int cut = content.offsetByCodePoints(0, (int) (points * share));
        return List.of(new Text(content.substring(0, cut)), new Text(content.substring(cut)));
    }
}
