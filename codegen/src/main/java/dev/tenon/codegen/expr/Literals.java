package dev.tenon.codegen.expr;

import java.math.BigInteger;
import java.util.Locale;

/** Numbers as they are written: integers exactly, in decimal, hexadecimal or binary digits, and real numbers as float64 has them. */
final class Literals {
    /** One above the largest integer, which only a minus makes one. */
    private static final String BEYOND = "9223372036854775808";

    private Literals() {}

    /** The number that a token is. */
    static Expr.Num number(Token token) {
        var text = token.text();
        boolean prefixed = text.length() > 1 && "xXbB".indexOf(text.charAt(1)) >= 0;
        var digits = digits(token, prefixed ? 2 : 0);
        if (prefixed) {
            return bits(token, digits, Character.toLowerCase(text.charAt(1)) == 'x' ? 16 : 2);
        }
        return digits.chars().allMatch(Character::isDigit) ? whole(token, digits) : real(token, digits);
    }

    /** Whether a minus before this makes it the lowest integer. */
    static boolean isLowest(Token token) {
        return token.text().replace("_", "").equals(BEYOND);
    }

    /** The text behind the prefix without its underscores, which stand between digits. */
    private static String digits(Token token, int prefix) {
        var text = token.text();
        for (int i = text.indexOf('_', prefix); i >= 0; i = text.indexOf('_', i + 1)) {
            if (i == prefix || i == text.length() - 1 || !isDigit(text.charAt(i - 1), prefix) || !isDigit(text.charAt(i + 1), prefix)) {
                throw failure(token, "a digit on both sides of '_'", "remove the '_'");
            }
        }
        return text.substring(prefix).replace("_", "");
    }

    /** Behind a prefix, letters are for {@link #bits} to judge. */
    private static boolean isDigit(char c, int prefix) {
        return c == '_' || (prefix > 0 ? Character.isLetterOrDigit(c) : Character.isDigit(c));
    }

    private static Expr.Num bits(Token token, String digits, int radix) {
        var what = radix == 16 ? "hexadecimal" : "binary";
        if (!digits.matches(radix == 16 ? "[0-9a-fA-F]+" : "[01]+")) {
            throw failure(token, what + " digits behind the prefix",
                radix == 16 ? "write digits 0 to 9 and A to F" : "write digits 0 and 1");
        }
        var value = new BigInteger(digits, radix);
        if (value.bitLength() > Long.SIZE) {
            throw failure(token, "at most 64 bits", "remove the leading " + what + " digits");
        }
        return Expr.Num.of(value.longValue(), token.at());
    }

    private static Expr.Num whole(Token token, String digits) {
        var value = new BigInteger(digits);
        if (value.bitLength() >= Long.SIZE) {
            throw failure(token, "an integer of 64 bits, at most 9223372036854775807",
                "write " + String.format(Locale.ROOT, "%.1e", value.doubleValue()).replace("e+", "e") + " where a real number is meant");
        }
        return Expr.Num.of(value.longValue(), token.at());
    }

    private static Expr.Num real(Token token, String digits) {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw failure(token, "a number that float64 can hold, up to 1.8e308", "write INF for infinity");
        }
        if (value == 0 && digits.split("[eE]", 2)[0].chars().anyMatch(c -> c >= '1' && c <= '9')) {
            throw failure(token, "a number that float64 can hold, 4.9e-324 or more", "write 0");
        }
        return new Expr.Num(value, false, token.at());
    }

    private static SyntaxException failure(Token token, String expected, String fix) {
        return new SyntaxException(token.at(), expected, token.described(), fix);
    }
}
