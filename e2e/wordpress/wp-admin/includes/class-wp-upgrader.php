<?php

/** Of WordPress' the lock alone, which is one INSERT IGNORE. */
class WP_Upgrader {
	public static function create_lock( $name, $seconds ) {
		return change_options(
			function ( &$options ) use ( $name, $seconds ) {
				$taken = $options[ "$name.lock" ]['value'] ?? 0;
				if ( $taken > site_time() - $seconds ) {
					return false;
				}
				$options[ "$name.lock" ] = array( 'value' => site_time(), 'autoload' => false );
				return true;
			}
		);
	}

	public static function release_lock( $name ) {
		delete_option( "$name.lock" );
		return true;
	}
}
