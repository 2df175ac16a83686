/**
 * Agents as callers: every endpoint as a tool of the Model Context Protocol, loaded only
 * where it is switched on.
 */
@NullMarked
package dev.dataapi.mcp;

import org.jspecify.annotations.NullMarked;
