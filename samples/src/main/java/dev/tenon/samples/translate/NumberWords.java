package dev.tenon.samples.translate;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Sample;
import dev.tenon.data.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Both languages: digits, and words such as "four thousand two hundred seven". */
final class NumberWords {
    static final int LARGEST = 999_999;
    /** No digit and no word: what fills the shorter ones of a batch. */
    static final int PADDING = 0;
    private static final List<String> SMALL = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen");
    private static final List<String> TENS = List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    static final Vocabulary DIGITS = Vocabulary.of(List.of(Vocabulary.PADDING, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    static final Vocabulary WORDS = words();
    static final int START = WORDS.id("<start>");
    static final int END = WORDS.id("<end>");
    /** Of the longest, with start and end: 373,373 has nine words. */
    static final int LONGEST = 11;

    private NumberWords() {}

    private static Vocabulary words() {
        var words = new ArrayList<>(List.of(Vocabulary.PADDING, "<start>", "<end>", "hundred", "thousand"));
        words.addAll(SMALL);
        words.addAll(TENS);
        return Vocabulary.of(words);
    }

    /** A number from 0 to 999,999 in words. */
    static String inWords(int number) {
        if (number < 20) {
            return SMALL.get(number);
        }
        if (number < 100) {
            return TENS.get(number / 10 - 2) + rest(number % 10);
        }
        return number < 1000 ? inWords(number / 100) + " hundred" + rest(number % 100)
            : inWords(number / 1000) + " thousand" + rest(number % 1000);
    }

    private static String rest(int number) {
        return number == 0 ? "" : " " + inWords(number);
    }

    static long[] digits(int number) {
        return Integer.toString(number).chars().mapToLong(digit -> DIGITS.id(Character.toString(digit))).toArray();
    }

    /** Digits, and the words between start and end. */
    static Sample sample(int number) {
        var words = Arrays.stream(("<start> " + inWords(number) + " <end>").split(" ")).mapToLong(WORDS::id).toArray();
        return new Sample(tensor(digits(number)), tensor(words));
    }

    /** The words up to the end. */
    static String text(long... words) {
        int end = 0;
        while (end < words.length && words[end] != END) {
            end++;
        }
        return WORDS.text(Arrays.copyOf(words, end));
    }
}
