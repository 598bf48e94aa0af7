<?php

$hooks = array();

function add_filter( $name, $callback ) {
	global $hooks;
	$hooks[ $name ][] = $callback;
}

function remove_filter( $name, $callback ) {
	global $hooks;
	$hooks[ $name ] = array_diff( $hooks[ $name ] ?? array(), array( $callback ) );
}

function add_action( $name, $callback ) {
	add_filter( $name, $callback );
}

function apply_filters( $name, $value ) {
	global $hooks;
	foreach ( $hooks[ $name ] ?? array() as $callback ) {
		$value = $callback( $value );
	}
	return $value;
}

function do_action( $name ) {
	global $hooks;
	foreach ( $hooks[ $name ] ?? array() as $callback ) {
		$callback();
	}
}

function register_deactivation_hook( $file, $callback ) {
	add_action( 'deactivate', $callback );
}

function plugin_basename( $file ) {
	return basename( dirname( $file ) ) . '/' . basename( $file );
}
