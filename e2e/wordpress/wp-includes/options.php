<?php
/** The options table is a file; `change_options` is one statement on it. */

/** Of this request alone, as without a persistent cache. */
$option_cache = array();

function change_options( callable $change ) {
	global $site;
	$file = fopen( $site['options'], 'c+' );
	flock( $file, LOCK_EX );
	$text    = stream_get_contents( $file );
	$options = '' === $text ? array() : unserialize( $text );
	$result  = $change( $options );
	ftruncate( $file, 0 );
	rewind( $file );
	fwrite( $file, serialize( $options ) );
	fclose( $file );
	return $result;
}

function read_options() {
	return change_options(
		function ( $options ) {
			return $options;
		}
	);
}

function get_option( $name, $default = false ) {
	global $option_cache;
	if ( ! array_key_exists( $name, $option_cache ) ) {
		$option_cache[ $name ] = read_options()[ $name ]['value'] ?? null;
	}
	return $option_cache[ $name ] ?? $default;
}

/** Two at once both put their value, and both are told that they did. */
function add_option( $name, $value = '', $deprecated = '', $autoload = null ) {
	global $option_cache;
	if ( false !== get_option( $name ) ) {
		return false;
	}
	put_option( $name, $value, $autoload );
	return true;
}

function update_option( $name, $value, $autoload = null ) {
	if ( get_option( $name ) === $value ) {
		return false;
	}
	put_option( $name, $value, $autoload );
	return true;
}

function put_option( $name, $value, $autoload ) {
	global $option_cache;
	change_options(
		function ( &$options ) use ( $name, $value, $autoload ) {
			$options[ $name ] = array(
				'value'    => $value,
				'autoload' => $autoload ?? $options[ $name ]['autoload'] ?? true,
			);
		}
	);
	$option_cache[ $name ] = $value;
}

function delete_option( $name ) {
	global $option_cache;
	change_options(
		function ( &$options ) use ( $name ) {
			unset( $options[ $name ] );
		}
	);
	$option_cache[ $name ] = null;
}

function wp_cache_delete( $name, $group ) {
	global $option_cache;
	unset( $option_cache[ $name ] );
}

function set_transient( $name, $value, $seconds ) {
	return update_option( "_transient_$name", array( 'value' => $value, 'until' => site_time() + $seconds ), false );
}

function get_transient( $name ) {
	$kept = get_option( "_transient_$name" );
	return is_array( $kept ) && $kept['until'] > site_time() ? $kept['value'] : false;
}

function delete_transient( $name ) {
	delete_option( "_transient_$name" );
}
