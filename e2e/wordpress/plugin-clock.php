<?php
/** PHP looks for a function in the namespace of its caller first. */

namespace Replify_Troubleshooter;

function time() {
	return \site_time();
}
