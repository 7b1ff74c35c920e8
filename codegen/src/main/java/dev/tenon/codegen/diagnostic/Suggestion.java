package dev.tenon.codegen.diagnostic;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the known name that is nearest to one that is not. */
public final class Suggestion {
    private Suggestion() {}

    /** The fix {@code did you mean 'x'?}, or the other one if nothing is near. */
    public static String fix(String name, Iterable<String> known, String otherwise) {
        var nearest = nearest(name, known);
        return nearest == null ? otherwise : "did you mean '" + nearest + "'?";
    }

    /** The known name with the fewest edits, at most a third of its length and at least one; null if none is so near, or has no letter of it. */
    public static @Nullable String nearest(String name, Iterable<String> known) {
        @Nullable String best = null;
        int fewest = Integer.MAX_VALUE;
        for (var candidate : known) {
            int limit = Math.max(1, Math.max(name.length(), candidate.length()) / 3);
            int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean shares = edits < Math.max(name.length(), candidate.length());
            if (shares && edits <= limit && edits < fewest && !candidate.equals(name)) {
                best = candidate;
                fewest = edits;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one name into the other. */
    static int edits(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + cost, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
