/**
 * What an endpoint is and how it answers, whoever wrote its route.
 */
@NullMarked
package dev.dataapi.endpoint;

import org.jspecify.annotations.NullMarked;
