package dev.tenon.codegen;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the reference for generators of sites, which know Markdown and no formulas in it: each is written so that it comes out as TeX
 * between the brackets that MathJax looks for. Without a network the TeX is what is seen.
 */
record SitePage(String markdown) {
    private static final Pattern PARTS = Pattern.compile("(?s)```.*?```|`[^`\n]*`|\\$\\$(.+?)\\$\\$|\\$(.+?)\\$");
    private static final String MATHJAX = "\n<script async=\"async\" src=\"https://cdn.jsdelivr.net/npm/mathjax@3.2.2/es5/tex-mml-chtml.js\"></script>\n";

    String text() {
        var text = PARTS.matcher(markdown).replaceAll(part -> Matcher.quoteReplacement(replaced(part)));
        return text.equals(markdown) ? text : text + MATHJAX;
    }

    private static String replaced(MatchResult part) {
        return part.group(1) != null ? escaped("\\[" + part.group(1) + "\\]")
            : part.group(2) != null ? escaped("\\(" + part.group(2) + "\\)") : part.group();
    }

    /** As it reads in Markdown, where a punctuation mark behind a backslash means itself. */
    private static String escaped(String tex) {
        return tex.replaceAll("\\p{Punct}", "\\\\$0");
    }
}
