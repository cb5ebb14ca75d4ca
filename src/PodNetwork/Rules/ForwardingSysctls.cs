namespace Kybernet.PodNetwork.Rules;

/// <summary>What the kernel needs to pass packets between pods and nodes.</summary>
internal static class ForwardingSysctls
{
    /// <summary>
    /// A script for <c>sh</c> that sets what is there. Bridged packets go through the service rules too (<c>bridge-nf-call-…</c>): a pod
    /// that
    /// reaches its neighbour through a service gets the answer past us otherwise, from an address it never asked. Without the kernel's
    /// module
    /// the file is not there, and such connections fail.
    /// </summary>
    public const string Script =
        """
        for name in ipv4/ip_forward ipv6/conf/all/forwarding bridge/bridge-nf-call-iptables bridge/bridge-nf-call-ip6tables; do
          file=/proc/sys/net/$name
          if [ -e "$file" ] && [ "$(cat "$file")" != 1 ]; then echo 1 > "$file"; fi
        done

        """;
}
