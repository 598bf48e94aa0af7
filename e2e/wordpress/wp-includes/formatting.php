<?php

function __( $text, $domain ) {
	return $text;
}

function _n( $one, $many, $count, $domain ) {
	return 1 === $count ? $one : $many;
}

function load_plugin_textdomain( $domain, $deprecated, $folder ) {}

function esc_html( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8', false );
}

function esc_attr( $text ) {
	return esc_html( $text );
}

function esc_textarea( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8' );
}

function esc_html__( $text, $domain ) {
	return esc_html( __( $text, $domain ) );
}

function esc_url( $url ) {
	return preg_match( '#^https?://#', $url ) ? str_replace( array( '&', "'" ), array( '&#038;', '&#039;' ), preg_replace( '/[^\w\-.~+?=&:\/#%,;@\[\]!$*()|\']/', '', $url ) ) : '';
}

function wp_kses( $html, $allowed ) {
	return strip_tags( $html, array_keys( $allowed ) );
}

function wp_strip_all_tags( $html ) {
	return trim( strip_tags( $html ) );
}

function wp_html_excerpt( $text, $count, $more = '' ) {
	$text    = strip_tags( $text );
	$excerpt = implode( '', array_slice( preg_split( '//u', $text, -1, PREG_SPLIT_NO_EMPTY ), 0, $count - 1 ) );
	return strlen( $text ) > strlen( $excerpt ) + 4 ? $excerpt . $more : $text;
}

function wp_check_invalid_utf8( $text ) {
	return 1 === preg_match( '//u', $text ) ? $text : '';
}

function sanitize_key( $key ) {
	return preg_replace( '/[^a-z0-9_\-]/', '', strtolower( $key ) );
}

function checked( $checked, $current, $display ) {
	return $checked === $current ? " checked='checked'" : '';
}

function add_slashes_to( $value ) {
	return is_array( $value ) ? array_map( 'add_slashes_to', $value ) : addslashes( $value );
}

function wp_unslash( $value ) {
	return is_array( $value ) ? array_map( 'wp_unslash', $value ) : stripslashes( $value );
}

function wp_json_encode( $value ) {
	return json_encode( $value, JSON_THROW_ON_ERROR );
}

function wp_generate_uuid4() {
	return vsprintf( '%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split( bin2hex( random_bytes( 16 ) ), 4 ) );
}

function wp_date( $format, $time ) {
	return gmdate( $format, $time );
}

function untrailingslashit( $text ) {
	return rtrim( $text, '/' );
}

function home_url() {
	global $site;
	return $site['url'];
}

function admin_url( $path = '' ) {
	return home_url() . "/wp-admin/$path";
}

/** Values are put in as they are, which is for the caller to encode. */
function add_query_arg( $query, $url ) {
	foreach ( $query as $name => $value ) {
		$url .= ( false === strpos( $url, '?' ) ? '?' : '&' ) . "$name=$value";
	}
	return $url;
}

function wp_parse_url( $url, $component ) {
	return parse_url( $url, $component );
}

function wp_get_environment_type() {
	return 'production';
}
