/**
 * What every route shares on the way out: problems for whatever went wrong, response
 * headers, the API's description, the home and test pages. No other package imports it.
 */
@NullMarked
package dev.dataapi.web;

import org.jspecify.annotations.NullMarked;
