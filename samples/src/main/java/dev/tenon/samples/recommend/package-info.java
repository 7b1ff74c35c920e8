/** Recommendations from ratings: by factors of users and items, and by two towers that also see what is known of both. */
@NullMarked
package dev.tenon.samples.recommend;

import org.jspecify.annotations.NullMarked;
