/**
 * The file in which endpoints are declared: its YAML with positions, what it may say, and
 * what is wrong with it.
 */
@NullMarked
package dev.dataapi.declared.file;

import org.jspecify.annotations.NullMarked;
