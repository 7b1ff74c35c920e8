package dev.tenon.samples.digits;

import java.util.List;
import java.util.random.RandomGenerator;

/** How the ten digits are written: a few strokes each, in a unit square with y downwards. */
final class Glyphs {
    private static final List<List<Stroke>> DIGITS = List.of(
        List.of(Stroke.curve(.50, .12, .31, .24, .25, .50, .31, .77, .50, .88, .69, .77, .75, .50, .69, .24, .50, .12)),
        List.of(Stroke.line(.38, .28, .54, .12), Stroke.line(.54, .12, .50, .88)),
        List.of(Stroke.curve(.27, .32, .35, .16, .54, .12, .69, .25, .63, .46, .44, .66, .26, .87), Stroke.line(.26, .87, .76, .86)),
        List.of(Stroke.curve(.28, .20, .46, .11, .66, .20, .65, .38, .46, .48),
            Stroke.curve(.46, .48, .67, .56, .72, .74, .54, .88, .27, .80)),
        List.of(Stroke.line(.56, .12, .25, .62), Stroke.line(.25, .62, .78, .61), Stroke.line(.61, .38, .58, .90)),
        List.of(Stroke.line(.71, .13, .36, .14), Stroke.line(.36, .14, .32, .46),
            Stroke.curve(.32, .46, .53, .43, .70, .55, .68, .76, .48, .88, .27, .80)),
        List.of(Stroke.curve(.64, .12, .44, .27, .31, .52, .32, .76, .49, .88, .67, .77, .65, .59, .48, .52, .32, .66)),
        List.of(Stroke.line(.25, .15, .75, .14), Stroke.curve(.75, .14, .58, .46, .46, .88)),
        List.of(Stroke.curve(.50, .48, .33, .36, .35, .18, .51, .11, .67, .19, .65, .36, .50, .48,
            .31, .62, .31, .80, .50, .89, .69, .80, .69, .62, .50, .48)),
        List.of(Stroke.curve(.67, .36, .54, .50, .35, .43, .34, .22, .51, .12, .67, .21, .68, .40),
            Stroke.curve(.68, .40, .66, .66, .56, .88)));

    private static final Stroke BAR_OF_SEVEN = Stroke.line(.40, .50, .68, .49);
    private static final Stroke FOOT_OF_ONE = Stroke.line(.33, .88, .67, .87);

    private Glyphs() {}

    /** The strokes of a digit; some people cross their sevens and give their ones a foot. */
    static List<Stroke> of(int digit, RandomGenerator random) {
        var strokes = DIGITS.get(digit);
        boolean embellished = random.nextInt(4) == 0;
        return switch (digit) {
            case 1 -> embellished ? List.of(strokes.get(0), strokes.get(1), FOOT_OF_ONE) : strokes;
            case 7 -> embellished ? List.of(strokes.get(0), strokes.get(1), BAR_OF_SEVEN) : strokes;
            default -> strokes;
        };
    }
}
