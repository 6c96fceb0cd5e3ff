using ServerlessSeg.LocalHost.Hosting;

return await HostProgram.RunAsync(args).ConfigureAwait(false);
