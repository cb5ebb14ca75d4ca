namespace Kybernet.Kubelet.Containerd;

/// <summary>The configuration file of our containerd.</summary>
internal static class ContainerdConfig
{
    /// <param name="options">Where everything is.</param>
    /// <param name="mayLowerOomScores">Whether this process has CAP_SYS_RESOURCE. Without, no container can be given a score below its parent's, and
    /// containerd has to be told.</param>
    public static string Write(ContainerdOptions options, bool mayLowerOomScores) => $"""
        version = 2
        root = "{options.RootDirectory}"
        state = "{options.StateDirectory}"
        oom_score = 0

        [grpc]
          address = "{options.Socket}"

        [plugins."io.containerd.internal.v1.opt"]
          path = "{options.RootDirectory}/opt"

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{PauseImage.Name}"
          restrict_oom_score_adj = {(mayLowerOomScores ? "false" : "true")}
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"
          enable_unprivileged_ports = true
          enable_unprivileged_icmp = true
          tolerate_missing_hugetlb_controller = true
          disable_hugetlb_controller = true

        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "{options.Snapshotter}"
          default_runtime_name = "runc"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          SystemdCgroup = false

        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "{options.CniBinDirectory}"
          conf_dir = "{options.CniConfigDirectory}"

        """;
}
