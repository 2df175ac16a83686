@NullMarked
package dev.dataapi;

import org.jspecify.annotations.NullMarked;
